import java.io.File;
import java.util.TreeSet;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;

/** Asks veraPDF about many files at once: arguments are a flavour (3a) and paths; one line "ok" or "no" + rules for each. */
public class PdfaCheck {
  public static void main(String[] arguments) {
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    PDFAFlavour flavour = PDFAFlavour.fromString(arguments[0]);
    for (int i = 1; i < arguments.length; i++) System.out.println(verdict(flavour, new File(arguments[i])));
  }

  private static String verdict(PDFAFlavour flavour, File file) {
    try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
        PDFAValidator validator = ValidatorFactory.createValidator(flavour, false, 3)) {
      ValidationResult result = validator.validate(parser);
      TreeSet<String> broken = new TreeSet<>();
      for (TestAssertion one : result.getTestAssertions())
        if (one.getStatus() == TestAssertion.Status.FAILED)
          broken.add(one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber() + " " + flat(one.getMessage()));
      return (result.isCompliant() ? "ok\t" : "no\t") + String.join("\t", broken);
    } catch (Exception problem) {
      return "no\t" + flat(problem.toString());
    }
  }

  private static String flat(String text) {
    return String.valueOf(text).replaceAll("\\s+", " ");
  }
}
