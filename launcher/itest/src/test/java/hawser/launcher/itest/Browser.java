// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a screen, and with nothing of an earlier run. */
final class Browser implements AutoCloseable {
    private static final List<String> FLAGS = List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--force-device-scale-factor=1");
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);

    private final ChromeDriver driver;

    /** Opens one whose files are in that folder. */
    Browser(Path profile) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(found("chromium").orElseThrow().toFile());
        options.addArguments(FLAGS);
        options.addArguments("--user-data-dir=" + profile);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, java.util.logging.Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        File chromedriver = found("chromedriver").orElseThrow().toFile();
        driver = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(chromedriver)
                .usingAnyFreePort().withSilent(true).build(), options);
    }

    static boolean isInstalled() {
        return found("chromium").isPresent() && found("chromedriver").isPresent();
    }

    private static java.util.Optional<Path> found(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable).findFirst();
    }

    void open(String url) {
        driver.get(url);
    }

    void size(int width, int height) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    void scheme(String scheme) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** The whole page, to be looked at. */
    void picture(Path file) throws IOException {
        Map<String, Object> taken = driver.executeCdpCommand("Page.captureScreenshot",
                Map.of("format", "png", "captureBeyondViewport", true));
        Files.write(file, Base64.getDecoder().decode((String) taken.get("data")));
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    String text(String selector) {
        return String.valueOf(run("return document.querySelector(arguments[0])?.textContent ?? ''", selector));
    }

    /** What the page's console says: refused scripts and failures that nobody caught. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(Object::toString).toList();
    }

    /** Looks until it is so. */
    void await(String what, Supplier<Boolean> expected) {
        long deadlineNs = System.nanoTime() + LIMIT_NS;
        while (!holds(expected)) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError(what + " was expected; the page says:\n" + find("body").getText()
                        + "\nand its console: " + complaints());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static boolean holds(Supplier<Boolean> expected) {
        try {
            return expected.get();
        } catch (StaleElementReferenceException e) {
            return false; // it was replaced between two looks at it
        }
    }

    /** Returns when all its processes have ended, which write into its folder until then. */
    @Override
    public void close() {
        List<ProcessHandle> own = ProcessHandle.current().descendants().filter(Browser::isRunning).toList();
        driver.quit();
        long deadlineNs = System.nanoTime() + LIMIT_NS;
        while (own.stream().anyMatch(Browser::isRunning) && System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** Until somebody collects its end, what has ended has no command. */
    private static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().orElse("").contains("chrom");
    }
}
