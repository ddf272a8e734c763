// Who may use the tests' registry.

export const login = { user: "twinboot", password: "let-me-in" } as const;
