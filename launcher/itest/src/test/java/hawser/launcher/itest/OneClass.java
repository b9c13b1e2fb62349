// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import java.lang.reflect.Field;
import org.junit.runners.model.InitializationError;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ReactorManager;

/**
 * Runs one class of tests as if there were no other. Pax Exam knows a test by the method that declares it: of several
 * classes that inherit one, in one JVM, it would run the tests of any of them in the place of each.
 */
public final class OneClass extends PaxExam {
    /** @param testClass whose tests it runs */
    public OneClass(Class<?> testClass) throws InitializationError {
        super(alone(testClass));
    }

    private static Class<?> alone(Class<?> testClass) throws InitializationError {
        try {
            Field instance = ReactorManager.class.getDeclaredField("instance");
            instance.setAccessible(true);
            instance.set(null, null);
            return testClass;
        } catch (ReflectiveOperationException e) {
            throw new InitializationError(e);
        }
    }
}
