"""How a party bargains: what it believes, what it aspires to, what it bids and accepts."""
