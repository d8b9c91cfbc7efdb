"""The policy language: from the XML and CSV of a policy to its model, or a refusal."""
