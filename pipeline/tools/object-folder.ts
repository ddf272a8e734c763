// A folder that builds write to. Its contents are untrusted: they are read like products, and never written through.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Offence } from "../model/errors.ts";
import { copyProduct, productBytes, productText } from "./build-product.ts";
import { removeFolder } from "./files/remove-folder.ts";

export class ObjectFolder {
  readonly dir: string;

  constructor(dir: string) {
    this.dir = dir;
  }

  /** Writes a file at the top of the folder, only where it differs: a new time stamp of .config makes everything again. */
  async write(name: string, content: string | Buffer): Promise<void> {
    const bytes = Buffer.from(content);
    if ((await this.#there(name))?.equals(bytes)) return;
    const path = join(this.dir, name);
    await removeFolder(path);
    await writeFile(path, bytes, { flag: "wx" });
  }

  /** Copies a product out. Throws Offence if it is not a valid product. */
  async copyOut(product: string, to: string): Promise<string> {
    return copyProduct(this.dir, product, to);
  }

  /** Throws as `copyOut` does. */
  async text(product: string): Promise<string> {
    return productText(this.dir, product);
  }

  async #there(name: string): Promise<Buffer | undefined> {
    try {
      return await productBytes(this.dir, name);
    } catch (error) {
      if (error instanceof Offence) return undefined;
      throw error;
    }
  }
}
