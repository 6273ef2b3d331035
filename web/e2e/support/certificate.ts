import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, type ServerOptions } from './server';

/** A certificate signed by itself, for names such as `DNS:lyceum.test` or `IP:10.0.0.1`. */
const certificate = (folder: string, names: readonly string[]) => {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const subject = ['-subj', '/CN=lyceum.test', '-addext', `subjectAltName=${names.join(',')}`];
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', cert], { stdio: 'pipe' });
  return { cert, key };
};

/** What a server needs to be reached by HTTPS at this address, under a name if it has one. */
export const overTls = async (
  folder: string,
  address: string,
  name?: string,
): Promise<Required<Pick<ServerOptions, 'env' | 'ca'>>> => {
  const { cert, key } = certificate(folder, [...(name ? [`DNS:${name}`] : []), `IP:${address}`]);
  const port = await freePort();
  const env = {
    LYCEUM_HTTP_HOST: address,
    LYCEUM_HTTP_PORT: String(port),
    LYCEUM_PUBLIC_URL: `https://${name ?? address}:${port}`,
    LYCEUM_TLS_CERT: cert,
    LYCEUM_TLS_KEY: key,
  };
  return { env, ca: readFileSync(cert, 'utf8') };
};
