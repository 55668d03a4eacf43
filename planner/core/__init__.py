"""The pure heart of the planner: values in, a plan out. It imports the standard library only."""
