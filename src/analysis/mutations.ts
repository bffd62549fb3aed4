import type { FileModel } from './file-model.js';

export class Mutations {
  constructor(protected readonly file: FileModel) {}
}
