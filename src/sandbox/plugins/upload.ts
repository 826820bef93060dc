import type { Request } from 'express';

/** A zip may be this large when it is sent; the form around it adds a little. */
export const LARGEST_UPLOAD = '11mb';

/** The file of a form's field. `undefined` when the form has none; the body has to be read as bytes before. */
export async function uploadedFile(req: Request, field: string): Promise<{ name: string; bytes: Buffer } | undefined> {
  const type = req.get('content-type') ?? '';
  if (!Buffer.isBuffer(req.body) || !type.startsWith('multipart/form-data')) return undefined;
  try {
    const form = await new Response(new Uint8Array(req.body), { headers: { 'content-type': type } }).formData();
    const file = form.get(field);
    if (file === null || typeof file === 'string' || file.size === 0) return undefined;
    return { name: file.name, bytes: Buffer.from(await file.arrayBuffer()) };
  } catch {
    return undefined;
  }
}
