"""Normal form × what is known → answers: compiled (default), durable (second opinion)."""
