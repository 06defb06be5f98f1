"""Which device signs in, as far as its browser says so."""

_BROWSERS = {  # each names those after it, too
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "ChromeOS",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}


def device_named_in(user_agent: str) -> str:
    """Say which device a browser calls itself: `Firefox on Windows`; `a browser` where it does not say."""
    browser = next((name for sign, name in _BROWSERS.items() if sign in user_agent), "a browser")
    system = next((name for sign, name in _SYSTEMS.items() if sign in user_agent), "")
    return f"{browser} on {system}" if system else browser
