"""What editors do beyond filling in forms; the pages of the admin that are our own."""
