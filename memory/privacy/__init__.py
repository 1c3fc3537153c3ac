"""What may be kept and shown of people: the policy, who is known, faces blurred, names withheld."""
