"""Who may do what, each rule asked by service and page alike."""
