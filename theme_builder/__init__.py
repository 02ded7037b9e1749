"""From a readable source folder to a theme signed by two people. It must never hold votes or talk to an urna."""
