/**
 * Every code of a refusal or an error, with its sentence: one catalogue for the API's answers, the error on a message
 * and the notices of the screens. Sentences say what is so and, where there is one, the way out; `{placeholders}` are
 * filled by `sentenceOf`. Codes are `<record>.<reason>`; the ones API.md names are fixed.
 */
export const SENTENCES = {
  // A message
  'message.opted_out': 'This customer has asked not to receive such messages.',
  'message.no_opt_in': 'There is no consent of this customer for such messages. Record it, with its source, before sending.',
  'message.outside_window': 'The customer has not written in the last 24 hours, so only an approved template can be sent.',
  'message.expired': 'The message was not sent in time and has expired.',
  'message.uncertain': 'WhatsApp did not answer, so it is not known whether the message was sent. It is not sent again by itself.',
  'message.cancelled': 'The message was cancelled before it was sent.',
  'message.invalid': 'WhatsApp refused the message as it stands.',
  'message.wrong_route': 'WhatsApp does not accept this kind of message here: marketing templates may need the marketing service.',
  'message.not_found': 'There is no such message.',
  'message.not_resendable': 'This message can not be sent again.',
  'message.not_cancellable': 'This message is on its way and can not be cancelled.',
  'message.part_missing': '{part} is missing.',
  'message.part_too_long': '{part} has {length} characters; {max} are allowed.',
  'message.too_many_parts': 'There are {count} {part}; {max} are allowed.',
  'message.not_unique': '{part} "{value}" is there twice; each must differ.',
  'message.part_not_allowed': "{part} can't be part of this message.",
  'message.part_invalid': '{part} is not valid.',
  'message.reply_not_found': 'The message to reply to is not known, or belongs to another conversation.',
  'message.expires_too_early': 'The message would expire before it could be sent.',
  'message.missing': 'There is no such message.',
  'idempotency.mismatch': 'This idempotency key was used for a different message.',

  // Its template
  'template.missing': 'There is no approved template of this name in this language.',
  'template.not_approved': "WhatsApp has not approved this template, so it can't be sent.",
  'template.paused': "WhatsApp has paused this template because of customers' feedback. It can be sent again once WhatsApp resumes it.",
  'template.rejected': 'WhatsApp rejected this template. Change it in WhatsApp Manager and submit it again.',
  'template.disabled': 'WhatsApp has disabled this template. Use another one.',
  'template.unsupported': "This template has parts that can't be filled here yet. Use another one.",
  'template.language_missing': 'The template is not available in {language}, nor in the default language of the account.',
  'template.variable_missing': 'These values of the template are missing: {missing}.',
  'template.header_media_missing': 'The template needs a file in its header.',
  'template.parameters_refused': "WhatsApp refused the template's values: they don't fit the template. Synchronise the templates and try again.",
  'template.text_too_long': 'With its values in, the {part} of the template has {length} characters; {max} are allowed.',
  'template.none_for_documents': 'The customer has not written in the last 24 hours, and there is no approved template with a document header for this. Create one in WhatsApp Manager (category Utility, header Document) and synchronise.',
  'template.document_header_missing': 'This template has no document header, so it can not carry the document. Choose one with a document header.',
  'template.not_found': 'There is no such template.',
  'template.local': "This template is written here and does not exist at WhatsApp yet, so it can't be sent.",
  'template.exists': 'There is a template of this name in this language already.',
  'template.draft_invalid': 'The template breaks rules of WhatsApp: {problems}.',
  'template.not_local': 'This template is kept at WhatsApp. Change it in WhatsApp Manager and synchronise.',
  'template.deleted': 'WhatsApp no longer lists this template: it was deleted or archived there. Use another one.',
  'template.field_missing': '{place} of the template is filled from the field "{field}", which the ERP does not give. Choose another field in the template\'s variables.',
  'template.variables_unmapped': 'Nothing fills these values yet, so they are asked for at each send: {missing}.',
  'template.marketing_consent': 'This is a marketing template: only customers who have agreed to marketing get it.',
  'template.mapping_invalid': 'The template has no place "{key}", or there is no field "{value}".',
  'template.portal_link_elsewhere': "The address of the template's button does not begin as the ERP's link does, so the link can't be put in.",
  'template.header_takes_no_file': 'The template has no image, video or document in its header, so no file can be chosen for it.',
  'template.header_file_none': 'No file of its own is chosen for the header of this template.',
  'template.default_only_images': 'Only an image can come from the default address.',
  'template.not_supported': 'This kind of account has no templates.',

  // Who gets it
  'recipient.invalid': "There is no number that can be used: it must be international (+...) or valid in the customer's or the company's country.",
  'recipient.refused': 'WhatsApp can not deliver to this recipient.',
  'recipient.rate_limited': 'Too many messages to this recipient in a short time. The message goes on by itself.',
  'recipient.limit_reached': 'WhatsApp did not deliver the message because this customer receives many marketing messages at the moment.',
  'recipient.not_found': 'There is no such contact or group.',
  'recipient.group_unsupported': 'Messages to groups are not available yet.',
  'recipient.no_phone': 'This contact has no phone number.',
  'recipient.unreachable': 'This contact has neither a phone number nor a WhatsApp id.',
  'contact.not_found': 'There is no such contact.',
  'contact.missing': 'There is no such contact.',
  'contact.consent_source_missing': 'Say where the consent comes from.',

  // The account that sends
  'account.none': 'No WhatsApp account is connected.',
  'account.missing': 'There is no such account.',
  'account.none_for_company': "The account does not serve this record's company.",
  'account.inactive': 'The account is switched off.',
  'account.halted': 'The account is halted until someone looks at it. Its messages wait.',
  'account.unauthorized': "WhatsApp does not accept the account's access token, or the token lacks a right. Enter a new one; the messages wait.",
  'account.blocked': 'WhatsApp has blocked the account, or the payment for it failed. See WhatsApp Manager; the messages wait.',
  'account.misconfigured': 'The number is not set up completely at WhatsApp. See WhatsApp Manager; the messages wait.',
  'account.paused': "WhatsApp has limited this number because of customers' feedback. Sending is halted until someone looks at it.",
  'account.rate_limited': 'The number sends faster than WhatsApp allows. Sending goes on by itself, more slowly.',
  'account.budget_spent': 'The daily number of new recipients is used up. The message waits until there is room.',
  'account.number_taken': 'This number is connected already, as "{account}".',
  'account.key_taken': 'There is an account with this key already.',
  'account.key_fixed': 'The key of an account is part of its webhook address and can not be changed.',
  'account.provider_fixed': 'The provider of an account can not be changed. Connect another account instead.',
  'account.has_queued_messages': 'There are {count} messages waiting in this account. Cancel them or let them go first.',
  'company.missing': 'There is no such company.',
  'template.sync_failed': 'The templates could not be read from WhatsApp ({problem}).',
  'account.secret_missing': 'The account has no {secret}. Enter it first.',
  'account.settings_invalid': 'The settings of the account are not complete.',
  'account.provider_unknown': 'There is no provider called "{provider}".',
  'account.webhook_not_subscribed': 'WhatsApp sends no webhooks for this account: the app is not subscribed to the business account.',

  // The way to WhatsApp
  'provider.unavailable': 'WhatsApp was not available for a day, so the message was given up.',
  'provider.failed': 'WhatsApp failed with an error it does not explain, several times in a row.',
  'provider.unreachable': "WhatsApp can't be reached. It is tried again by itself.",
  'provider.unexpected_answer': "WhatsApp's answer could not be understood.",

  // Files
  'media.invalid': 'WhatsApp could not use the file: its kind or size is not allowed, or its address could not be read.',
  'media.type_not_allowed': "Files of the type {mimeType} can't be sent as {kind}.",
  'media.not_yet_fetched': 'The file has not been fetched from WhatsApp yet.',
  'media.address_refused': 'The address of the file leads to a private or reserved address, which is never opened.',
  'media.too_large': 'The file is larger than {max}.',
  'media.missing': 'There is no file.',
  'media.several': 'Give the file once: as address, as mediaId or as content.',
  'media.empty': 'The file is empty.',
  'media.url_not_public': 'The address of the file must be a public https address.',
  'media.fetch_failed': 'The file could not be fetched from its address.',
  'media.not_found': 'There is no such file, or it is no longer kept.',
  'media.disk_full': 'The file could not be stored: the disk is full.',
  'media.store_failed': 'The file could not be stored.',
  'media.not_ready': 'The file has not been fetched from WhatsApp yet.',

  // Documents of the ERP
  'document.not_found': 'There is no such record.',
  'document.ambiguous': 'Several records have this number. Name the company or the connection, or use the id.',
  'document.not_posted': 'The invoice is not posted, so there is no document to send.',
  'document.cancelled': 'The record is cancelled, so its document is not sent.',
  'document.not_for_customers': 'This is not a document for a customer: only customer invoices and credit notes are sent.',
  'document.state_unknown': 'The record is in a state that is not known here, so it is not sent.',
  'document.deleted': 'The record no longer exists in the ERP.',
  'document.changed': 'The record has changed in the ERP since it was chosen. Look at it again.',
  'document.type_unknown': 'There is no kind of document called "{type}".',
  'document.elsewhere': "This number is not one of the record's customer. Sending it there needs a permission of its own and a second confirmation.",
  'document.no_portal': 'The ERP gives no document address for this record.',
  'document.portal_elsewhere': "The ERP's document address leads to another host than the ERP itself, so it was not opened.",
  'document.login_required': 'The ERP redirected to a sign-in page instead of giving the PDF. The record may be gone or not be shared with this user.',
  'document.html': 'The ERP answered with a web page instead of the PDF.',
  'document.pdf_engine_missing': 'The ERP could not make the PDF: wkhtmltopdf is missing or broken on its server.',
  'document.not_pdf': 'The ERP answered with something that is not a PDF.',
  'batch.missing': 'There is no such batch of yours.',
  'batch.not_ready': 'The batch is not ready to be sent, or was sent already.',
  'batch.defect': 'Something in the plugin went wrong with this record. It was not sent; see the log.',
  'batch.ended': 'The batch has ended already.',
  'document.empty': 'The ERP answered with an empty file.',
  'document.too_large': 'The document is larger than 100 MB.',
  'document.timeout': 'The ERP did not finish the PDF in time.',
  'document.zip_without_pdf': 'The ERP gave a zip that holds no PDF.',
  'document.zip_several_pdfs': 'The ERP gave a zip with several PDFs, and none says it is the one to send.',
  'document.zip_too_large': 'The ERP gave a zip with more than 20 files or more than 100 MB inside.',
  'document.zip_broken': "The ERP gave a zip that can't be opened.",
  'document.fetch_failed': 'The PDF could not be fetched from the ERP.',
  'document.no_connection': 'The ERP connection this record came from is gone.',

  // The ERP itself
  'erp.not_configured': 'No ERP is connected.',
  'erp.bad_address': 'The ERP address is not a web address. It should look like https://erp.example.com.',
  'erp.address_refused': 'The ERP address leads to a link-local or cloud metadata address, which is never called.',
  'erp.unreachable': "The ERP can't be reached. Check the address and that the server is running.",
  'erp.tls': "The ERP's certificate was not accepted. Check the address, or renew the certificate.",
  'erp.timeout': 'The ERP did not answer in time.',
  'erp.aborted': 'The call to the ERP was stopped.',
  'erp.html': 'The address answered with a web page instead of data. It may be another site, a sign-in wall or a proxy in front of the ERP.',
  'erp.redirected': 'The address redirects elsewhere. Enter the address it leads to.',
  'erp.malformed': "The ERP's answer was cut off or can't be read.",
  'erp.too_large': "The ERP's answer is too large.",
  'erp.not_odoo': "There is a server at this address, but it does not answer like Odoo's external API.",
  'erp.rate_limited': 'The ERP asks us to call less often.',
  'erp.server': 'The ERP has trouble of its own. It is tried again later.',
  'erp.bad_database': 'The ERP has no database of this name.',
  'erp.bad_credentials': 'The user or the API key is wrong, or the key has expired or been revoked.',
  'erp.two_factor_or_bad_password':
    'The login or the password is wrong. If this user signs in with two factors, a password never works here: make an API key in Odoo and enter that.',
  'erp.access_denied': 'The ERP user may not do this. Give the user the rights in Odoo.',
  'erp.missing_model': 'The ERP lacks a model. The app that brings it is not installed.',
  'erp.missing_field': 'The ERP lacks a field, or the user may not read it.',
  'erp.missing_method': 'The ERP does not offer this call. It may be a version that is not supported.',
  'erp.missing_record': 'The record does not exist in the ERP, or was deleted.',
  'erp.language_not_installed': 'The language asked for is not installed in the ERP.',
  'erp.validation': 'The ERP refused the request.',
  'erp.unexpected': 'The ERP failed with an error of its own.',
  'erp.secret_missing': 'The ERP connection has no API key or password. Enter it first.',
  'erp.sync_running': 'A pull from the ERP is running already.',
  'sync.not_found': 'There is no such pull.',
  'sync.record_not_stored': "The record could not be stored. It is tried again with the next pull.",
  'sync.preview_running': 'Somebody is looking at what a pull would change. Try again in a moment.',
  'sync.interrupted': 'The server was stopped during this pull. The next one goes on from there.',
  'sync.missing': 'There is no such pull.',

  // Records pulled from the ERP
  'record.read_only': 'What comes from the ERP is changed there, not here.',
  'record.not_found': 'There is no such record.',

  // Who may
  'token.not_found': 'There is no such API token.',
  'access.unauthorized': 'Sign in, or send a valid API token.',
  'access.denied': 'You may not do this.',
  'access.not_granted': 'This API token has not been granted this. Grant it under API access.',
  'access.tokens_only': 'Only API tokens may use this API.',
  'access.account_not_given': 'You may see this account, but not use it for this. Ask whoever configures it.',
  'access.subject_missing': 'There is no such role or user.',
  'access.beyond_own': 'You can only give what has been given to you.',
  'account.companies_needed': 'Choose the companies this account serves: you may only choose from your own.',
  'access.rate_limited': 'This API token calls too often. Wait {retryAfter} seconds.',
  'access.recipients_capped': 'This API token has reached its daily number of new recipients.',

  // What could not be placed
  'parked.unknown_message': 'WhatsApp reports on a message that is not known here. It may have been sent by another program from the same number.',
  'parked.unclaimed_number': 'The event is for a number or business account that is not the one of the connected account it came in through.',
  'parked.no_identity': 'The message does not say whom it is from: neither a number nor an id.',
  'parked.group_message': 'The message was written in a group. Groups are not available yet.',
  'parked.no_business_account': 'The event is about a template, and the account does not know its business account.',
  'parked.unsupported': 'WhatsApp sent something of a kind that is not known here. It is kept as it came.',
  'parked.failed': 'The event could not be taken in: an error occurred each time.',
  'parked.gone': 'The webhook this event came in is no longer kept, so it can not be placed any more.',
  'parked.not_found': 'There is no such event, or it has been placed meanwhile.',

  // Requests
  'request.invalid': 'The request is not valid.',
  'request.not_json': 'The request is not JSON.',
  'request.not_found': 'There is nothing at this address.',
  'request.conflict': 'This contradicts what is there already.',
  'request.too_large': 'The request is too large.',
  'request.too_many': 'Too many requests. Wait a moment.',
  'request.unsupported_type': 'The content type of the request is not accepted.',
  'request.send_at_invalid': 'The time to send at is not a valid time.',
  'request.expires_at_invalid': 'The time to expire at is not a valid time, or is past.',

  // Webhooks
  'webhook.unauthorized': 'The webhook could not be verified.',
  'webhook.not_json': 'The webhook is not JSON.',
  'webhook.not_utf8': 'The webhook is not UTF-8 text.',
  'webhook.too_large': 'The webhook is larger than 4 MB.',
  'webhook.too_slow': 'The body of the webhook did not arrive in time.',
  'webhook.not_stored': 'The webhook could not be stored just now. It is taken when it is sent again.',
  'webhook.too_many': 'Too many failed checks from this address.',

  // The installation
  'secrets.no_key':
    'Secrets can not be stored: the installation has no encryption key. Set ENCRYPTION_KEY (32 random bytes) and admin.secrets.encryptionKey, then restart.',
  'secrets.unreadable': 'The stored secret can not be read: the encryption key has changed. Enter the secret again, or restore the key.',
  'secrets.former_missing': 'There is no former value of this secret any more.',
  'secrets.until_past': 'The time until which both values are accepted must lie in the future.',
  'account.secret_unknown': 'There is no secret called "{secret}".',
  'account.token_former_unused':
    'The new {secret} is refused. The former one is still stored, but nothing is sent with it by itself: put it back, or enter another one.',
  'account.key_changed': 'The encryption key has changed, so stored tokens can not be read and their accounts do not send. Nothing is lost: put the former key back, or enter the secrets again.',
  'account.first_template_missing': 'There is no approved template called "{template}" that can be sent without values. Choose another one.',
  'media.default_not_public': 'The address of the default image must be a public https address that can be reached.',
  'media.default_missing': 'No file is given, and the account has no default image.',
  'installation.database_unsupported': 'This database is not supported. Use SQLite or Postgres.',
  'installation.second_process':
    'Another process already sends from this database. This one does not send; to run several, use Postgres with the pg-boss engine.',
  'engine.stopped': 'Sending is stopped. Messages wait in the queue.',
  'inbound.parked': 'Some events from WhatsApp could not be placed. They are kept and can be looked at.',
  'document.sent_before': 'This was sent before, on {date}.',
  'document.erp_out_of_reach': 'The ERP is out of reach ({problem}). The document is fetched, and judged again, when the ERP answers.',
  'document.made_here': "This PDF was made here from the record, because the ERP could not make its own.",
  'template.none_for_records': 'The customer has not written in the last 24 hours, and no template is chosen for this kind of record. Name one under "records" in the configuration.',
  'record.company_unknown': 'The record names the company "{company}", which is not one of the companies pulled from the ERP.',
  'message.kind_unsupported': "Messages of this kind can't be sent by {provider}.",
  'installation.public_url_missing': "WhatsApp can't reach this installation: it has no public https address.",

  // Contacts by hand
  'contact.phone_empty': 'Enter a phone number.',
  'contact.phone_not_a_number': 'This is not a phone number.',
  'contact.phone_too_short': 'The phone number is too short. Write it with its country code, such as +34 600 111 222.',
  'contact.phone_too_long': 'The phone number is too long.',
  'contact.phone_country_unknown': 'Write the phone number with its country code, such as +34 600 111 222.',
  'contact.phone_not_valid': 'There is no such phone number in any country. Check its digits and its country code.',
  'contact.exists': 'This number belongs to {name} already. Open that contact, or merge the two.',
  'contact.exists_elsewhere': 'This number belongs to a contact that you may not see. Ask whoever configures the accounts.',
  'contact.company_needed': 'Choose one of your companies for the contact.',
  'contact.partner_company': 'The partner belongs to another company than the contact.',
  'contact.merge_self': 'Choose two different contacts to merge.',
  'contact.merge_companies': 'The two contacts belong to different companies, so they are kept apart.',
  'contact.merge_changed': 'One of the two contacts has been merged meanwhile. Look at them again.',
  'contact.merge_numbers': 'The two have different numbers. Both stay known; new messages go to the one shown.',
  'contact.merge_queued': 'Messages on their way ({count}) go to the numbers they were written to, each once.',
  'contact.merge_stricter': 'The stricter of the two consents counts from now on.',

  // Files of conversations
  'media.gone': "WhatsApp doesn't hand out this file: it is gone, or its kind or size is not allowed.",
  'media.expired': 'The file could not be fetched within the days WhatsApp keeps it.',
  'media.store_away': 'The store of files gives no answer that could be used. Try again later.',
  'media.no_thumbnail': 'There is no small picture of this file.',
  'media.kind_not_kept': 'Files of this kind are not put into the Media Library: pictures, sound, video, PDF and office files are.',
  'media.library_refused': 'The Media Library did not take the file. The log of the server says why.',
  'media.library_denied': 'You may not add files to the Media Library.',
  'media.not_fetchable': "Only a customer's file that has not arrived can be fetched again.",
} as const;

export type Code = keyof typeof SENTENCES;

const BY_CODE: Readonly<Record<string, string>> = SENTENCES;

/** Whether a code has a sentence. */
export function isCode(code: string): code is Code {
  return Object.hasOwn(BY_CODE, code);
}

/**
 * The sentence of a code, its placeholders filled; a value that is not given is left out as `…`. A code from nowhere
 * gets a plain sentence with the code in it, so that nothing reaches people without words.
 */
export function sentenceOf(code: string, values: Readonly<Record<string, string | number>> = {}): string {
  if (!isCode(code)) return `Something went wrong (${code}).`;
  return SENTENCES[code].replace(/\{(\w+)\}/g, (_, key: string) => (Object.hasOwn(values, key) ? String(values[key]) : '…'));
}
