// The methods of the Web API that Tocsin may call, and the events it hears (SLACK.md 3, 6): how the arguments travel,
// which type of @slack/web-api describes them, and the scopes that are needed. Whatever is not here is a violation.
const read = (type, ...scopes) => ({ type, form: true, scopes });
const write = (type, ...scopes) => ({ type, form: false, scopes });

// `form`: only form arguments are understood; otherwise JSON with a charset is sent.
export const methods = {
  'apps.connections.open': read('AppsConnectionsOpenArguments'), // its scope is the app token's
  'auth.test': read('AuthTestArguments'),
  'team.info': read('TeamInfoArguments', 'team:read'),

  'chat.postMessage': write('ChatPostMessageArguments', 'chat:write'),
  'chat.update': write('ChatUpdateArguments', 'chat:write'),
  'chat.delete': write('ChatDeleteArguments', 'chat:write'),
  'chat.postEphemeral': write('ChatPostEphemeralArguments', 'chat:write'),
  'chat.scheduleMessage': write('ChatScheduleMessageArguments', 'chat:write'),
  'chat.deleteScheduledMessage': write('ChatDeleteScheduledMessageArguments', 'chat:write'),
  'chat.getPermalink': read('ChatGetPermalinkArguments'),

  'conversations.create': write('ConversationsCreateArguments', 'channels:manage', 'groups:write'),
  'conversations.rename': write('ConversationsRenameArguments', 'channels:manage', 'groups:write'),
  'conversations.invite': write('ConversationsInviteArguments', 'channels:manage', 'groups:write'),
  'conversations.kick': write('ConversationsKickArguments', 'channels:manage', 'groups:write'),
  'conversations.join': write('ConversationsJoinArguments', 'channels:join'),
  'conversations.setTopic': write('ConversationsSetTopicArguments', 'channels:manage', 'groups:write'),
  'conversations.setPurpose': write('ConversationsSetPurposeArguments', 'channels:manage', 'groups:write'),
  'conversations.archive': write('ConversationsArchiveArguments', 'channels:manage', 'groups:write'),
  'conversations.unarchive': write('ConversationsUnarchiveArguments', 'channels:manage', 'groups:write'),
  'conversations.open': write('ConversationsOpenArguments', 'im:write'),
  'conversations.info': read('ConversationsInfoArguments', 'channels:read', 'groups:read', 'im:read'),
  'conversations.list': read('ConversationsListArguments', 'channels:read', 'groups:read', 'im:read'),
  'conversations.members': read('ConversationsMembersArguments', 'channels:read', 'groups:read', 'im:read'),
  'conversations.history': read('ConversationsHistoryArguments', 'channels:history', 'groups:history', 'im:history'),
  'conversations.replies': read('ConversationsRepliesArguments', 'channels:history', 'groups:history', 'im:history'),

  'pins.add': write('PinsAddArguments', 'pins:write'),
  'pins.remove': write('PinsRemoveArguments', 'pins:write'),
  'pins.list': read('PinsListArguments', 'pins:read'),
  'bookmarks.add': write('BookmarksAddArguments', 'bookmarks:write'),
  'bookmarks.edit': write('BookmarksEditArguments', 'bookmarks:write'),
  'bookmarks.remove': write('BookmarksRemoveArguments', 'bookmarks:write'),
  'bookmarks.list': read('BookmarksListArguments', 'bookmarks:read'),
  'reactions.add': write('ReactionsAddArguments', 'reactions:write'),
  'reactions.remove': write('ReactionsRemoveArguments', 'reactions:write'),

  'users.info': read('UsersInfoArguments', 'users:read'),
  'users.list': read('UsersListArguments', 'users:read'),
  'users.lookupByEmail': read('UsersLookupByEmailArguments', 'users:read.email'),
  'usergroups.list': read('UsergroupsListArguments', 'usergroups:read'),
  'usergroups.users.list': read('UsergroupsUsersListArguments', 'usergroups:read'),

  'views.open': write('ViewsOpenArguments'),
  'views.push': write('ViewsPushArguments'),
  'views.update': write('ViewsUpdateArguments'),
  'views.publish': write('ViewsPublishArguments'),
  'files.getUploadURLExternal': read('FilesGetUploadURLExternalArguments', 'files:write'),
  'files.completeUploadExternal': write('FilesCompleteUploadExternalArguments', 'files:write'),
};

// Event subscriptions, each with the scope without which Slack does not send it, and its type on the wire.
export const events = {
  app_home_opened: {},
  app_mention: { scope: 'app_mentions:read' },
  app_uninstalled: {},
  channel_archive: { scope: 'channels:read' },
  channel_id_changed: { scope: 'channels:read' },
  channel_rename: { scope: 'channels:read' },
  channel_unarchive: { scope: 'channels:read' },
  group_archive: { scope: 'groups:read' },
  group_rename: { scope: 'groups:read' },
  group_unarchive: { scope: 'groups:read' },
  member_joined_channel: { scope: 'channels:read' },
  member_left_channel: { scope: 'channels:read' },
  'message.channels': { scope: 'channels:history', type: 'message' },
  'message.groups': { scope: 'groups:history', type: 'message' },
  'message.im': { scope: 'im:history', type: 'message' },
  pin_added: { scope: 'pins:read' },
  pin_removed: { scope: 'pins:read' },
  reaction_added: { scope: 'reactions:read' },
  reaction_removed: { scope: 'reactions:read' },
  subteam_members_changed: { scope: 'usergroups:read' },
  tokens_revoked: {},
};
