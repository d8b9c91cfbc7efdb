"""Whether a payer still looks at a request made after the service, until when, and why."""
