import * as React from 'react';
import { Box, Flex, Loader, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import { useClient } from '../../api/client';
import { isAbort, parseFailure, type Failure } from '../../api/failure';
import { segment } from '../../api/query';
import { sentenceOfFailure } from '../../components/States';
import { useText } from '../../i18n';
import { useSay } from '../../sentences';
import { NoticeBox } from '../../components/Notices';
import { drawFirstPage } from './draw-pdf';
import type { RecordRef } from './record-models';

/** Wide enough to read a total, narrow enough for a phone. */
const FALLBACK_WIDTH = 320;

const Page = styled.canvas`
  display: block;
  width: 100%;
  height: auto;
`;

type Drawing = { state: 'loading' } | { state: 'drawn'; pages: number; madeHere: boolean } | { state: 'failed'; failure: Failure | null };

/** The first page of what would be sent, as the ERP gives it now. */
export const PdfPreview = ({ record, label }: { record: Pick<RecordRef, 'type' | 'id'>; label: string }) => {
  const text = useText();
  const say = useSay();
  const client = useClient();
  const canvas = React.useRef<HTMLCanvasElement>(null);
  const [drawing, setDrawing] = React.useState<Drawing>({ state: 'loading' });
  const { type, id } = record;

  React.useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const draw = async () => {
      let bytes: ArrayBuffer;
      try {
        bytes = await client.bytes(`/documents/${segment(type)}/${segment(id)}/pdf`, signal);
      } catch (thrown) {
        if (!signal.aborted && !isAbort(thrown)) setDrawing({ state: 'failed', failure: parseFailure(thrown) });
        return;
      }
      try {
        const target = canvas.current;
        if (!target || signal.aborted) return;
        const { pages, madeHere } = await drawFirstPage(bytes, target, target.parentElement?.clientWidth || FALLBACK_WIDTH, signal);
        if (!signal.aborted) setDrawing({ state: 'drawn', pages, madeHere });
      } catch {
        // A file pdf.js can't draw may still be one that can be sent: the server checked that it is a PDF.
        if (!signal.aborted) setDrawing({ state: 'failed', failure: null });
      }
    };
    void draw();
    return () => controller.abort();
  }, [client, type, id]);

  return (
    <Flex direction="column" alignItems="stretch" gap={2} aria-busy={drawing.state === 'loading'}>
      {drawing.state === 'loading' && (
        <Flex justifyContent="center" padding={6} background="neutral100" hasRadius>
          <Loader small>{text('send.pdf.loading')}</Loader>
        </Flex>
      )}
      {drawing.state === 'failed' && (
        <NoticeBox level="warning">
          {drawing.failure ? text('send.pdf.failed', { reason: sentenceOfFailure(drawing.failure, text, say) }) : text('send.pdf.unreadable')}
        </NoticeBox>
      )}
      {drawing.state === 'drawn' && drawing.madeHere && <NoticeBox level="warning">{say({ code: 'document.made_here', sentence: sentenceOf('document.made_here') })}</NoticeBox>}
      {/* Kept in the tree while it loads: it is what gets drawn on. */}
      <Box display={drawing.state === 'failed' ? 'none' : 'block'} borderColor="neutral200" hasRadius overflow="hidden" shadow={drawing.state === 'drawn' ? 'tableShadow' : undefined}>
        <Page ref={canvas} role="img" aria-label={label} width={1} height={1} data-drawn={drawing.state === 'drawn'} />
      </Box>
      {drawing.state === 'drawn' && (
        <Typography variant="pi" textColor="neutral600">
          {text('send.pdf.pages', { pages: drawing.pages })}
        </Typography>
      )}
    </Flex>
  );
};
