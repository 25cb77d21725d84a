/** What a process that the hub starts needs of the environment: the time zone, and the certification authorities of the house. */
const names = ['TZ', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'OPENSSL_CONF'] as const;

/** The part of the hub's environment that other processes may have; no setting of the hub, no key, no password. `path`: also where programs are found. */
export function passedOnEnvironment({ path = false } = {}): Record<string, string> {
  return Object.fromEntries([...names, ...(path ? ['PATH'] : [])].flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}
