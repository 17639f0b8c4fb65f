"""Inputs: a widget for each kind of value that a plan can hold."""
