"""The front room: home, about, glossary, health, the choice of colours, and the style guide."""
