export const commandName = '/crosswalk';
