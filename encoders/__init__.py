"""Perception models: frames and sound become observations with vectors."""
