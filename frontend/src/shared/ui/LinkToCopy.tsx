// A link that is shown this once: to copy, to send, or to be scanned.
import { Box, Button, CopyButton, Group, TextInput } from "@mantine/core";
import { IconCheck, IconCopy, IconShare } from "@tabler/icons-react";
import { QRCodeSVG } from "qrcode.react";
import { useTranslation } from "react-i18next";

interface LinkToCopyProps {
  url: string;
  label: string;
  /** What the QR code is of, for those who do not see it. */
  codeLabel: string;
  /** The title of what is sent. */
  title: string;
}

export function LinkToCopy({ url, label, codeLabel, title }: LinkToCopyProps) {
  const { t } = useTranslation();
  return (
    <>
      <Box bg="white" p="md" mx="auto" bdrs="lg" lh={0}>
        <QRCodeSVG value={url} size={188} title={codeLabel} />
      </Box>
      <TextInput label={label} readOnly value={url} onFocus={(event) => event.currentTarget.select()} />
      <Group grow>
        <CopyButton value={url} timeout={3000}>
          {({ copied, copy }) => (
            <Button
              onClick={copy}
              leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
            >
              <span aria-live="polite">{copied ? t("circle.copied") : t("circle.copy")}</span>
            </Button>
          )}
        </CopyButton>
        {"share" in navigator && (
          <Button
            variant="light"
            leftSection={<IconShare size={18} aria-hidden />}
            onClick={() => navigator.share({ title, url }).catch(() => {})}
          >
            {t("circle.send")}
          </Button>
        )}
      </Group>
    </>
  );
}
