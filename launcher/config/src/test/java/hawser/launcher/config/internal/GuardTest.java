// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.config.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.metatype.MetaDataReader;
import org.junit.jupiter.api.Test;

class GuardTest {
    private static final String PID = "some.host";
    private static final String XML = """
            <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
              <OCD id="Some" name="Some host" description="What it is">
                <AD id="update.interval" type="Long" default="100" min="0" max="5000" required="true"/>
                <AD id="environment" type="String" cardinality="2147483647" default="" required="true"/>
                <AD id="strict" type="Boolean" default="true" required="true"/>
                <AD id="trust" type="String" default="process" required="true">
                  <Option label="process" value="process"/><Option label="thread" value="thread"/>
                </AD>
              </OCD>
              <Designate pid="some.host"><Object ocdref="Some"/></Designate>
            </metatype:MetaData>
            """;

    private final Definition definition = definition();
    private final Guard guard = new Guard(pid -> Optional.of(definition).filter(any -> pid.equals(PID)));

    private static Definition definition() {
        try {
            return Definitions.definitions(new MetaDataReader().parse(
                    new ByteArrayInputStream(XML.getBytes(StandardCharsets.UTF_8)))).get(0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Dictionary<String, Object> pass(Map<String, Object> configured) {
        Dictionary<String, Object> properties = new Hashtable<>(configured);
        properties.put("service.pid", PID);
        guard.modifyConfiguration(null, properties);
        return properties;
    }

    @Test
    void shouldNameTheFileThatIsToBeMended() {
        assertEquals("Configuration some.host", Guard.origin(PID, new Hashtable<>()));
        assertEquals("conf/some.host.cfg", Guard.origin(PID, new Hashtable<>(
                Map.of("felix.fileinstall.filename", "file:/opt/hawser/conf/some.host.cfg"))));
    }

    @Test
    void shouldPassValuesOnAsTheirComponentsReadThem() {
        Dictionary<String, Object> passed = pass(Map.of("update.interval", " 50 ", "environment", "A, B"));

        assertEquals("50", passed.get("update.interval"));
        assertArrayEquals(new String[] {"A", "B"}, (String[]) passed.get("environment"));
        assertEquals("50", guard.value(PID, "update.interval").orElseThrow());
    }

    @Test
    void shouldKeepTheValueBeforeWhenTheNewOneIsOutOfRange() {
        pass(Map.of("update.interval", "50"));

        Dictionary<String, Object> passed = pass(Map.of("update.interval", "5001"));

        assertEquals("50", passed.get("update.interval"));
        assertEquals("update.interval must be a whole number from 0 to 5000: found update.interval=5001; "
                + "what holds is the value before it, 50", guard.refused(PID, "update.interval").orElseThrow());
    }

    @Test
    void shouldLeaveTheStandardValueWhenTheFirstValueIsWrong() {
        for (String wrong : List.of("-1", "soon", "", "1.5", "99999999999999999999")) {
            assertNull(pass(Map.of("update.interval", wrong)).get("update.interval"), wrong);
            assertTrue(guard.refused(PID, "update.interval").orElseThrow().endsWith("the standard value 100"));
        }
    }

    @Test
    void shouldRefuseWhatIsNoOptionAndNoTruthValue() {
        Dictionary<String, Object> passed = pass(Map.of("trust", "everybody", "strict", "yes"));

        assertNull(passed.get("trust"));
        assertNull(passed.get("strict"));
        assertTrue(guard.refused(PID, "trust").orElseThrow().contains("one of process, thread"));
        assertTrue(guard.refused(PID, "strict").orElseThrow().contains("true or false"));
    }

    @Test
    void shouldForgetARefusalWhenTheValueIsMended() {
        pass(Map.of("update.interval", "soon"));

        pass(Map.of("update.interval", "10"));

        assertFalse(guard.refused(PID, "update.interval").isPresent());
        assertEquals("10", guard.value(PID, "update.interval").orElseThrow());
    }

    @Test
    void shouldTellOfSettingsThatNobodyReads() {
        pass(Map.of("update.intervall", "10", "felix.fileinstall.filename", "file:/conf/some.host.cfg"));

        assertTrue(guard.refused(PID, "update.intervall").isPresent());
        assertFalse(guard.refused(PID, "felix.fileinstall.filename").isPresent());
    }

    @Test
    void shouldLeaveOthersConfigurationsAlone() {
        Dictionary<String, Object> properties = new Hashtable<>(Map.of("service.pid", "other", "a", "b"));

        guard.modifyConfiguration(null, properties);

        assertEquals("b", properties.get("a"));
    }

    @Test
    void shouldGoBackToTheStandardWhenAConfigurationIsDeleted() {
        pass(Map.of("update.interval", "50"));

        guard.forget(PID);

        assertFalse(guard.value(PID, "update.interval").isPresent());
        assertNull(pass(Map.of("update.interval", "soon")).get("update.interval"));
    }
}
