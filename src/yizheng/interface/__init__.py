"""How the systems of members and units are joined to the house: tokens of the JSON door, webhooks (接口)."""
