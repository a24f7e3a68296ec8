"""The pages: rendered here, whole without JavaScript; every state is an address."""
