const REASONS = new Map([
  ['ENOENT', 'there is no such file or folder'],
  ['EISDIR', 'this is a folder'],
  ['ENOTDIR', 'a part of the path is no folder'],
  ['ENAMETOOLONG', 'the name is too long'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'the disk is read-only'],
  ['ENOSPC', 'the disk is full'],
]);

/** Why a file could not be read or written, in words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS.get(code ?? '') ?? message;
}
