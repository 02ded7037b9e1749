"""Result bundles come in here, by one road for HTTP, watched folder and sticks. It must not sum or correct figures."""
