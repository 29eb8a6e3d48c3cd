import TenantStore
import Testing

@Suite("Scripts")
struct SQLScriptTests {
  @Test(arguments: [
    ("", []),
    (" ; ;\n-- nothing;\n/* nor; here */", []),
    ("SELECT 1; SELECT 2", ["SELECT 1", " SELECT 2"]),
    ("SELECT 'a;b', \"c;d\"; X", ["SELECT 'a;b', \"c;d\"", " X"]),
    ("SELECT 'it''s;'; X", ["SELECT 'it''s;'", " X"]),
    ("A -- one; two\n B; C", ["A -- one; two\n B", " C"]),
    ("DO $x$ BEGIN; $$;$$ END $x$; C", ["DO $x$ BEGIN; $$;$$ END $x$", " C"]),
    ("SELECT $1; C", ["SELECT $1", " C"]),
    ("A /* ; */ B", ["A /* ; */ B"]),
    ("A 'never ended; B", ["A 'never ended; B"]),
  ])
  func `are divided where a statement ends`(_ script: String, _ statements: [String]) {
    #expect(SQLScript.statements(script) == statements)
  }
}
