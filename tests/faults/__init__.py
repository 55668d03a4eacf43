"""The site with something broken: FAULTS=short or FAULTS=full (make faults), one process."""
