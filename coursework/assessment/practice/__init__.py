"""Questions already met, to practise: the reason at once, nothing counted, nothing kept."""
