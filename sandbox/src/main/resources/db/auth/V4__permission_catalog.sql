-- The keys of the platform's documents, in the spelling that won. vendor, touring and venue_marketplace have none yet.

insert into permissions (module_key, key, description) values
    ('promoter', 'promoter.artists.read',      'See artists'),
    ('promoter', 'promoter.events.read',       'See events'),
    ('promoter', 'promoter.events.create',     'Create events'),
    ('promoter', 'promoter.events.update',     'Change events'),
    ('promoter', 'promoter.market-study.read', 'See market studies'),
    ('promoter', 'promoter.tasks.manage',      'Manage tasks'),
    ('artist',   'artist.profile.view',        'See the profile'),
    ('artist',   'artist.availability.edit',   'Change availability'),
    ('artist',   'artist.offer.manage',        'Manage offers'),
    ('artist',   'artist.contract.manage',     'Manage contracts'),
    ('venue',    'venue.details.read',         'See the venue'),
    ('venue',    'venue.availability.read',    'See availability'),
    ('finance',  'finance.expenses.read',      'See expenses'),
    ('finance',  'finance.expenses.write',     'Change expenses'),
    ('finance',  'finance.income.read',        'See income'),
    ('finance',  'finance.bills.read',         'See bills'),
    ('finance',  'finance.reports.read',       'See reports'),
    ('ai',       'ai.predictions.read',        'See predictions'),
    ('ai',       'ai.research.read',           'See research'),
    ('ai',       'ai.valuations.read',         'See valuations');
