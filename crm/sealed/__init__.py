"""Fields that an admin tagged `encrypt`: kept sealed in the record, opened for those who may see them."""

from crm.sealed.sealing import UNREADABLE, Sealing, laid_open, opened, sealing_of, whole

__all__ = ["UNREADABLE", "Sealing", "laid_open", "opened", "sealing_of", "whole"]
