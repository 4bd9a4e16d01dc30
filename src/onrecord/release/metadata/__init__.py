"""What a release says of itself: to people, to citation managers, to repositories, to search engines."""
