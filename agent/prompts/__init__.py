"""What is said to a language model: one file for each thing."""
