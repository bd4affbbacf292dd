// Filled by the sandbox's room: what the wallet page and the sandbox say to each other.
export {};
