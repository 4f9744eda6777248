// A software bill of materials (CycloneDX 1.5, JSON) for the extension.

/** The document, without a time or a serial number of its own: the same lock files give the same bytes. */
export function sbom(version, crates) {
  const main = {
    type: "library",
    "bom-ref": "nosocket",
    name: "nosocket",
    version,
    licenses: [{ license: { id: "MIT" } }]
  }
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: { component: main },
    components: crates.map(component),
    dependencies: [{ ref: "nosocket", dependsOn: crates.map(purl) }]
  }
}

function component({ name, version, licence, checksum, repository, ...rest }) {
  return {
    type: "library",
    "bom-ref": purl({ name, version, ...rest }),
    name,
    version,
    purl: purl({ name, version }),
    licenses: [{ expression: licence.replaceAll(/\s*\/\s*/g, " OR ") }],
    hashes: [{ alg: "SHA-256", content: checksum }],
    ...(repository ? { externalReferences: [{ type: "vcs", url: repository }] } : {})
  }
}

function purl({ name, version }) {
  return `pkg:cargo/${name}@${version}`
}
