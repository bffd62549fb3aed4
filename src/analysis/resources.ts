import type { FileModel } from './file-model.js';

export class Resources {
  constructor(protected readonly file: FileModel) {}
}
