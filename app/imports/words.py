"""What can be wrong with a line, in both languages; {value} is what the cell holds."""

from app.errors import Words

PROBLEMS = {
    "missing": Words("à remplir", "to be filled in"),
    "phone": Words(
        "« {value} » n'est pas un numéro de téléphone mobile ; écrivez-le comme 06 12 34 56 78",
        "“{value}” is no mobile phone number; write it as 06 12 34 56 78",
    ),
    "twice": Words(
        "ce numéro est déjà à la ligne {value} : gardez une seule des deux",
        "this number is on line {value} already: keep one of the two",
    ),
    "date": Words(
        "« {value} » n'est pas une date ; écrivez-la comme 31/12/1990", "“{value}” is no date; write it as 31/12/1990"
    ),
    "too-young": Words(
        "moins de 15 ans : l'inscription n'est pas encore possible", "under 15: it is too early to join"
    ),
    "area": Words(
        "commune inconnue : « {value} » ; indiquez son nom et son code postal",
        "unknown area: “{value}”; give its name and its postcode",
    ),
    "sector": Words(
        "secteur inconnu : « {value} » ; prenez un nom ou un code de la liste des secteurs",
        "unknown sector: “{value}”; take a name or a code of the list of sectors",
    ),
    "goal": Words(
        "objectif inconnu : « {value} » ; prenez un nom ou un code de la liste des objectifs",
        "unknown goal: “{value}”; take a name or a code of the list of goals",
    ),
    "modality": Words(
        "« {value} » : écrivez « en personne », « à distance » ou « les deux »",
        "“{value}”: write “in person”, “remote” or “both”",
    ),
    "language": Words(
        "langue inconnue : « {value} » ; écrivez par exemple « français, anglais »",
        "unknown language: “{value}”; write for instance “français, anglais”",
    ),
    "siret": Words("« {value} » n'est pas un numéro SIRET", "“{value}” is not a SIRET number"),
    "number": Words("« {value} » n'est pas un nombre possible ici", "“{value}” is no number that can be here"),
    "text": Words(
        "texte trop long, ou avec des caractères non permis", "a text that is too long, or with characters not allowed"
    ),
}
