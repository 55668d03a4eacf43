"""What templates of the site may load."""
