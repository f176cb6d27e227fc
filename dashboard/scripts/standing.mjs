// On a page without a server the start stays where it is.

const startHandle = () => () => {}
