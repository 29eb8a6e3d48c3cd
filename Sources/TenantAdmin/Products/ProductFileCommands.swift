internal import ArgumentParser
internal import Storefront

struct ProductsImportCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Takes products in from a file with the columns of catalogue.csv.",
    discussion: """
      An import adds and changes; products and SKUs that the file does not name stay. The rows of a product stand together. Pictures are looked for in the folder pictures beside the file.

      \(ImportArguments.discussion)
      """
  )

  @OptionGroup var arguments: ImportArguments
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    try await ImportRunner(
      kind: .products,
      arguments: arguments,
      tenant: tenant.tenant,
      options: options
    )
    .run(in: session)
  }
}

struct ProductsExportCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes the products to a file; importing it changes nothing."
  )

  @OptionGroup var arguments: ExportArguments
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    try await ExportRunner(
      kind: .products,
      arguments: arguments,
      tenant: tenant.tenant,
      options: options
    )
    .run(in: session)
  }
}
