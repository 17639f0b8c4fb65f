"""What a plan is: values, rules and changes, without input or output."""
