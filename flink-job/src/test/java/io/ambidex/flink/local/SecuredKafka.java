/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.local;

import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.RequiredAcl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclPermissionType;

/**
 * A broker with two listeners: one with TLS and SASL/SCRAM, on which nothing is allowed that no ACL
 * grants, and a plain one for its administrator.
 */
public final class SecuredKafka implements AutoCloseable {
    /** Who may log in. */
    public static final String USER = "ambidex";

    /** Long and odd enough to be found wherever it might leak. */
    public static final String PASSWORD = "correct-horse-7f3a-battery";

    private static final String STORE_PASSWORD = "key-store-91c2-secret";
    private static final long PATIENCE_SECONDS = 30;

    private final EmbeddedKafka kafka;
    private final int securedPort;
    private final Path certificate;
    private final Admin admin;

    private SecuredKafka(EmbeddedKafka kafka, int securedPort, Path certificate) {
        this.kafka = kafka;
        this.securedPort = securedPort;
        this.certificate = certificate;
        admin = Admin.create(kafka.connection().properties());
    }

    /** Starts it with keys of its own and one user who may do nothing. */
    public static SecuredKafka start(Path directory) throws Exception {
        Path keys = directory.resolve("broker.p12");
        Path certificate = directory.resolve("broker.pem");
        keytool(
                "-genkeypair -alias broker -keyalg EC -dname CN=localhost -validity 30",
                "-ext san=ip:" + LocalPorts.HOST + " -storetype PKCS12 -storepass",
                STORE_PASSWORD + " -keystore " + keys);
        keytool(
                "-exportcert -rfc -alias broker -storepass",
                STORE_PASSWORD + " -keystore " + keys + " -file " + certificate);
        int[] ports = LocalPorts.twoFree();
        int secured = LocalPorts.twoFree()[0];
        EmbeddedKafka kafka =
                EmbeddedKafka.startOn(
                        directory.resolve("broker"), ports, further(ports, secured, keys));
        SecuredKafka started = new SecuredKafka(kafka, secured, certificate);
        started.addUser();
        return started;
    }

    private static Map<String, String> further(int[] ports, int secured, Path keys) {
        String plain = "PLAINTEXT://" + LocalPorts.HOST + ":" + ports[0];
        String safe = "SAFE://" + LocalPorts.HOST + ":" + secured;
        return Map.of(
                "listeners",
                plain + "," + safe + ",CONTROLLER://" + LocalPorts.HOST + ":" + ports[1],
                "advertised.listeners",
                plain + "," + safe,
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SAFE:SASL_SSL",
                "ssl.keystore.location",
                keys.toString(),
                "ssl.keystore.password",
                STORE_PASSWORD,
                "sasl.enabled.mechanisms",
                "SCRAM-SHA-512",
                "listener.name.safe.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;",
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                // Whoever comes by the plain listener, which is the administrator alone.
                "super.users",
                "User:ANONYMOUS");
    }

    private static void keytool(String... words) throws IOException, InterruptedException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process =
                new ProcessBuilder((tool + " " + String.join(" ", words)).split(" "))
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException("keytool: " + said);
        }
    }

    private void addUser() throws Exception {
        admin.alterUserScramCredentials(
                        List.of(
                                new UserScramCredentialUpsertion(
                                        USER,
                                        new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096),
                                        PASSWORD)))
                .all()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** For the administrator, who may do everything. */
    public KafkaConnection administrator() {
        return kafka.connection();
    }

    /** Address of the secured listener. */
    public String bootstrapServers() {
        return LocalPorts.HOST + ":" + securedPort;
    }

    /** The client properties of the user. */
    public Map<String, String> clientProperties(String password) {
        return Map.of(
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                        .formatted(USER, password),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                certificate.toString());
    }

    /** The user by way of the secured listener. */
    public KafkaConnection user() {
        Properties properties = new Properties();
        properties.putAll(clientProperties(PASSWORD));
        properties.setProperty("bootstrap.servers", bootstrapServers());
        return new KafkaConnection(properties);
    }

    /** Lets the user do something. */
    public void grant(List<RequiredAcl> acls) throws Exception {
        admin.createAcls(acls.stream().map(SecuredKafka::binding).toList())
                .all()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Forbids it again. */
    public void revoke(RequiredAcl acl) throws Exception {
        admin.deleteAcls(List.of(binding(acl).toFilter()))
                .all()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static AclBinding binding(RequiredAcl acl) {
        return new AclBinding(
                acl.resource(),
                new AccessControlEntry(
                        "User:" + USER, "*", acl.operation(), AclPermissionType.ALLOW));
    }

    @Override
    public void close() {
        admin.close();
        kafka.close();
    }
}
