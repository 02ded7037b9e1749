"""Elections, geography and casillas as the signed theme gives them. It must not know results."""
