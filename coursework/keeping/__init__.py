"""What is kept of people, in every room: handed out, forgotten, let go when its time is over."""
