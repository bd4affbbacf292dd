// Loaded before the program itself, which an older Node cannot even read (TypeScript without a build).
const major = Number(process.versions.node.split('.')[0]);

if (major < 24) {
  process.stderr.write(
    `Counterpay needs Node 24 and this is ${process.version}: run "npm ci" without --omit=optional, which brings Node 24 ` +
      'along on Linux and Windows, or install Node 24 from your system.\n',
  );
  process.exit(1);
}
