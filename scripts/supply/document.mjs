// docs/licences.md, made from the lock files.

/** The document's text. */
export function licencesDocument(crates, tools) {
  return `# Licences

NoSocket itself is under the MIT licence ([LICENSE](../LICENSE)). This list is made by \`make licences\` from Cargo.lock and
package-lock.json, and \`make lint\` fails where it is not current or a licence is not one of those that
\`scripts/supply/licences.mjs\` accepts.

## In the extension

These crates from crates.io are compiled into \`libnosocket.so\`, or run in the compiler for it. SQLite, in the public domain, is the system's.

| crate | version | licence |
|---|---|---|
${rows(crates)}

## For tests, lints and the client's build

None of these npm packages is part of what is installed; the client has no dependency.

| package | version | licence |
|---|---|---|
${rows(tools)}
`
}

function rows(packages) {
  return packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`).join("\n")
}
